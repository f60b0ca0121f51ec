// Names that change: the word somebody said to the server, once the server puts it where his name was.
import { describe, expect, test } from 'vitest';
import { explainAnalysis } from '../../src/explained.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { analyzed, clients, says } from './conversation.ts';

/** dana and eli talk; `asks` is what dana says between, `called` what the server then puts in front of her words. */
async function chat(asks: string, called: (text: string) => string) {
  const { tape, on } = clients(2);
  const passes = (from: 0 | 1, text: string, out: string): void => {
    says(on[from], 'client', text);
    says(on[1 - from], 'server', out);
  };
  says(on[0], 'client', 'dana\n');
  says(on[1], 'client', 'eli\n');
  says(on[1], 'server', 'dana has joined\n');
  says(on[0], 'server', 'eli has joined\n');
  passes(0, 'good morning\n', '[09:01] dana: good morning\n');
  passes(1, 'hello, and welcome\n', '[09:02] eli: hello, and welcome\n');
  says(on[0], 'client', asks);
  passes(0, 'is anybody else here\n', called('is anybody else here\n'));
  passes(1, 'nobody but us two\n', '[09:04] eli: nobody but us two\n');
  return analyzed(tape);
}

const namesOf = ({ participants }: Awaited<ReturnType<typeof chat>>): string[] =>
  participants.filter(({ stream }) => stream === 0).map(({ name }) => name);

describe('a name that is taken later', () => {
  test.each(['/nick dani\n', 'NICK dani\r\n', 'call me dani\n', 'RENAME:dani\n'])(
    'is told from then on: %j',
    async (asks) => {
      const analysis = await chat(asks, (text) => `[09:03] dani: ${text}`);
      expect(namesOf(analysis)).toEqual(['dana', 'dani']);
      const said = analysis.conversation.messages.filter(({ stream }) => stream === 0);
      expect(
        said.map(({ sender, fromClient, receiver }) => [sender, fromClient || receiver]),
      ).toEqual([
        ['dana', true],
        [null, 'dana'],
        ['dana', true],
        ['eli', 'dana'],
        ['dana', true],
        ['dani', true],
        ['eli', 'dani'],
      ]);
      expect(analysis.relays.map(({ certainty }) => certainty)).toEqual(Array(4).fill('certain'));
    },
  );

  test.each<[string, string, (text: string) => string]>([
    ['the server does not use it', '/nick dani\n', (text) => `[09:03] dana: ${text}`],
    ['nobody said it', '/nick x\n', (text) => `[09:03] dani: ${text}`],
    ['it stands elsewhere', '/join lobby\n', (text) => `{lobby} ${text}`],
    ["it is somebody else's", '/nick eli\n', (text) => `[09:03] eli: ${text}`],
  ])('is none where %s', async (_, asks, called) => {
    expect(namesOf(await chat(asks, called))).toEqual(['dana']);
  });

  test('is in the report: who takes it, and who speaks by it', async () => {
    const model = explainAnalysis(await chat('/nick dani\n', (text) => `[09:03] dani: ${text}`));
    const story = model.story.map(plainText).join(' ');
    expect(story).toContain('Those who take part give names: dana and eli. In row 15 dana takes');
    const headlines = [...model.rows].map(({ headline }) => plainText(headline));
    expect(headlines).toContain('dana takes the name dani');
    expect(headlines).toContain('dani hands over a message for eli');
    expect(headlines).toContain('eli hands over a message for dani');
    expect(model.hosts.flatMap(({ names }) => names)).toEqual(['dana', 'dani', 'eli']);
  });
});
