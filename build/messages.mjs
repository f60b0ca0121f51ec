// Messages are parsed when the program is built and not at every start.
import { readFileSync } from 'node:fs';
import { FluentResource } from '@fluent/bundle';

/** What src/explain/packed-messages.ts reads. Throws when an id is there twice. */
export function packMessages(source) {
  const { body } = new FluentResource(source);
  const ids = new Set(body.map(({ id }) => id));
  if (ids.size < body.length) throw new Error('a message is there twice');
  return body.flatMap(({ id, value, attributes }) => [id, packed(value, attributes)]).join('\n');
}

/** In ASCII: V8 keeps a text in two bytes a character when one of them needs them. */
const packed = (value, attributes) =>
  JSON.stringify(Object.keys(attributes).length === 0 ? [value] : [value, attributes]).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export const packedMessages = {
  name: 'packed-messages',
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /\.ftl$/, namespace: 'file' }, ({ path }) => ({
      contents: packMessages(readFileSync(path, 'utf8')),
      loader: 'text',
      watchFiles: [path],
    }));
    pluginBuild.onLoad({ filter: /[/\\]explain[/\\]parse-messages\.ts$/ }, () => ({
      contents: `import { PackedMessages } from './packed-messages.ts';
        export const parseMessages = (packed) => new PackedMessages(packed);`,
      loader: 'js',
    }));
  },
};
