// Fluent files as the tests of catalogues look at them: messages, what each needs, and English with every letter changed.

import { FluentParser, FluentSerializer, Transformer, Visitor } from '@fluent/syntax';
import type { Message, Resource, TextElement } from '@fluent/syntax';
import { catalogueFrom, type Catalogue } from '../../src/explain/catalogue.ts';
import type { RichText } from '../../src/explain/rich-text.ts';

export const parse = (source: string): Resource => new FluentParser().parse(source);

export const messagesOf = (resource: Resource): Map<string, Message> =>
  new Map(
    resource.body.flatMap((entry) => (entry.type === 'Message' ? [[entry.id.name, entry]] : [])),
  );

/** Variables of a message, and the messages it refers to. */
export function usesOf(message: Message): { variables: Set<string>; messages: Set<string> } {
  const variables = new Set<string>();
  const messages = new Set<string>();
  class Uses extends Visitor {
    override visitVariableReference(node: { id: { name: string } }): void {
      variables.add(node.id.name);
    }
    override visitMessageReference(node: { id: { name: string } }): void {
      messages.add(node.id.name);
    }
  }
  new Uses().visit(message);
  return { variables, messages };
}

/** Hyphenated words in quotes: ids of messages are among them. */
export const wordsIn = (code: string): Set<string> =>
  new Set([...code.matchAll(/['"`]([a-z]+(?:-[a-z0-9]+)+)['"`]/g)].map(([, word]) => word ?? ''));

/** English with every letter changed outside of code words: what stays English was not in the catalogue. */
export function pseudoLanguage(source: string): Catalogue {
  class Accents extends Transformer {
    private inCode = false;
    override visitTextElement(element: TextElement): TextElement {
      element.value = element.value.replace(/[`A-Za-z]/g, (letter) => {
        if (letter === '`') this.inCode = !this.inCode;
        return letter === '`' || this.inCode ? letter : 'ŧ';
      });
      return element;
    }
  }
  const resource = parse(source);
  new Accents().visit(resource);
  return catalogueFrom('en', new FluentSerializer({}).serialize(resource));
}

/** English words in the spans that come from the catalogue. */
export const bare = (text: RichText): string[] =>
  text
    .filter(({ kind }) => kind === 'text' || kind === 'row')
    .flatMap((span) => span.text.match(/[A-Za-z]{2,}/g) ?? []);
