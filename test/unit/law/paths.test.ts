/** What the documents and the comments call by name is there: files, folders, targets of make. */
import { expect, test } from 'bun:test';
import { posix } from 'node:path';
import { files, text } from './sources.ts';

const tops = ['src', 'native', 'test', 'scripts', 'docs', 'packaging', 'spec-fixtures', '.ci'];
const all = [...files(/./, ...tops), 'README.md', 'CONTRIBUTING.md', 'Makefile'];
const documents = all.filter((path) => path.endsWith('.md'));
const places = new Set(
  all.flatMap((path) => path.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'))),
);

/** From the root of the repository, or the end of a path: `src/run/undo.ts`, `undo.ts`, `ops_*.c`. */
function isThere(name: string): boolean {
  const path = name.replace(/\/$/, '');
  if (/[*{]/.test(path)) return all.some((file) => new Bun.Glob(`{,**/}${path}`).match(file));
  return places.has(path) || all.some((file) => file.endsWith(`/${path}`));
}

/** A part in capital letters stands for any: `test/e2e/FILE.test.ts`. */
const isPattern = (path: string): boolean =>
  /\b[A-Z]{3,}\b/.test(path.replace(/(README|CONTRIBUTING)\.md$/, ''));
const looksLikePath = new RegExp(
  `^(${tops.join('|')})/|^[\\w./{},*-]+\\.(ts|c|h|S|md)$`.replace('/.ci', '/\\.ci'),
);
const wordsIn = (document: string): string[] =>
  [...text(document).matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.split(/[\s,]+/));
const named = (document: string): string[] =>
  wordsIn(document)
    .filter((word) => looksLikePath.test(word))
    .map((word) => word.replace(/:[0-9:-]+$/, ''))
    .filter((path) => !isPattern(path));

test('every path in a document leads somewhere', () => {
  const lost = documents.flatMap((document) =>
    named(document)
      .filter((path) => !isThere(path))
      .map((path) => `${document}: ${path}`),
  );
  expect(lost).toEqual([]);
  expect(documents.flatMap(named).length).toBeGreaterThan(200);
});

test('every link of a document leads to a file', () => {
  const links = documents.flatMap((document) =>
    [...text(document).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => ({ document, path: posix.join(posix.dirname(document), target) })),
  );
  expect(links.filter(({ path }) => !places.has(path.replace(/\/$/, '')))).toEqual([]);
  expect(links.length).toBeGreaterThan(20);
});

const code = all.filter((path) => /\.(ts|c|h|S)$|(^|\/)Makefile$/.test(path) && !/\/gen\//.test(path));
/** Files of the kernel end in .c and .h; of ours only those below native do. */
const inComment = /(?<![\w/.@-])((?:\.{0,2}\/)*(?:[\w-]+\/)+[\w.*-]+\.(?:ts|md)|native\/[\w/]+\.[ch])\b/g;
const commentsOf = (path: string): string[] =>
  [...text(path).matchAll(/\/\*[\s\S]*?\*\/|(?:^|\s)\/\/ .*|^#.*/gm)].map(([comment]) => comment);

test('every file of ours that a comment names is there', () => {
  const mentions = code.flatMap((file) =>
    commentsOf(file).flatMap((comment) =>
      [...comment.matchAll(inComment)].map(([, path = '']) => ({ file, path })),
    ),
  );
  const isLost = ({ file, path }: (typeof mentions)[number]) =>
    !isPattern(path) &&
    !isThere(path.replace(/^(\.{0,2}\/)+/, '')) &&
    !places.has(posix.join(posix.dirname(file), path));
  expect(mentions.filter(isLost)).toEqual([]);
  expect(mentions.length).toBeGreaterThan(50);
});

test('every target of make that a document names is in the Makefile', () => {
  const heads = text('Makefile').match(/^[\w%. -]+:(?!=)/gm) ?? [];
  const targets = new Set(heads.flatMap((head) => head.slice(0, -1).trim().split(/\s+/)));
  const call = /`make ([a-z][\w -]*)`|^ {4}make ([a-z][\w -]*?) *(?:#.*)?$/gm;
  const asked = documents.flatMap((document) =>
    [...text(document).matchAll(call)].flatMap(([, inText = '', inBlock = '']) =>
      (inText || inBlock).split(' '),
    ),
  );
  expect([...new Set(asked)].filter((target) => !targets.has(target))).toEqual([]);
  expect(new Set(asked).size).toBeGreaterThan(10);
});
