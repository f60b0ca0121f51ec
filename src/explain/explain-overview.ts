// The capture as a whole in words: its story, each connection, where it was taken, and what it cannot show.

import type { Analysis } from '../collect/analysis.ts';
import type { Catalogue } from './catalogue.ts';
import { explainConversation } from './explain-conversation.ts';
import type { Overview } from './explanation.ts';
import { connectionWords } from './overview-connection.ts';
import { limitsOf, vantageOf } from './overview-limits.ts';
import { storyOf } from './overview-story.ts';
import type { RichText } from './rich-text.ts';
import type { Message } from './scene.ts';
import { sentence } from './sentence.ts';
import { standOutWords } from './stand-out-words.ts';
import type { Story } from './story.ts';

/** What is said before the rows. `story` must be built from the same analysis. */
export function explainOverview(analysis: Analysis, story: Story, catalogue: Catalogue): Overview {
  const tell = (messages: readonly Message[]): readonly RichText[] =>
    messages.map((told) => sentence(catalogue, told));
  return {
    story: tell(storyOf(analysis, story)),
    connections: new Map(
      analysis.connections
        .filter(({ stream }) => analysis.listed.has(stream))
        .map((facts) => [facts.stream, tell(connectionWords(facts, story))]),
    ),
    vantage: tell(vantageOf(analysis)),
    limits: tell(limitsOf(analysis, story)),
    standOuts: standOutWords(analysis, story, catalogue),
    conversation: explainConversation(analysis, story, catalogue),
  };
}
