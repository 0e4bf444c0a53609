import { expect, test } from 'vitest'
import { type MarkdownNode, readMarkdown, safeHref } from './read-markdown.ts'

/** The tree as one would write it, so that a test shows what it means. */
function show(nodes: readonly MarkdownNode[]): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.text
      const inner = show(node.children)
      return node.href === undefined ? `<${node.tag}>${inner}</>` : `<${node.tag} ${node.href}>${inner}</>`
    })
    .join('')
}

test.each([
  ['# One\ntext *a* **b** ~~c~~', '<h1>One</><p>text <em>a</> <strong>b</> <s>c</></>'],
  ['- a\n- b', '<ul><li>a</><li>b</></>'],
  ['`a<b`\n\n```sh\nls\n```', '<p><code>a<b</></><pre>ls\n</>'],
  ['|a|\n|-|\n|b|', '<table><thead><tr><th>a</></></><tbody><tr><td>b</></></></>'],
  ['[x](https://example.org "t")', '<p><a https://example.org>x</></>'],
  ['![alt](https://example.org/x.png)', '<p><a https://example.org/x.png>alt</></>'],
])('%j becomes %s', (text, shown) => {
  expect(show(readMarkdown(text))).toBe(shown)
})

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<svg><style><img src=x onerror=alert(1)></style>',
])('HTML stays text: %s', (text) => {
  const tags = [...show(readMarkdown(text)).matchAll(/<(\w+)(?: [^>]*)?>/g)].map(([, tag]) => tag)
  expect(readMarkdown(text)).toHaveLength(1)
  expect(readMarkdown(text)[0]).toMatchObject({ tag: 'p', children: [{ text: expect.any(String) }] })
  expect(tags[0]).toBe('p')
})

test.each([
  ['a <!-- to do --> b', '<p>a  b</>'],
  ['<!-- a\n\n# b\n-->\ntext', '<p>text</>'],
  ['text\n<!-- a\nb -->\nmore', '<p>text</><p>more</>'],
  ['- a\n  <!-- b -->\n- c', '<ul><li>a</><li>c</></>'],
  [
    '|a|\n|-|\n|b<br>c<BR />d|',
    '<table><thead><tr><th>a</></></><tbody><tr><td>b<br></>c<br></>d</></></></>',
  ],
  ['`<!-- a -->`\n\n```\n<!-- b -->\n```', '<p><code><!-- a --></></><pre><!-- b -->\n</>'],
  ['<!-- without an end', '<p><!-- without an end</>'],
  ['<!-- a --><img src=x onerror=alert(1)>', '<p><img src=x onerror=alert(1)></>'],
])('what other places leave in a text is not read by people: %j', (text, shown) => {
  expect(show(readMarkdown(text))).toBe(shown)
})

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'vbscript:x',
  'data:text/html,<script>1</script>',
  'file:///etc/passwd',
  'blob:http://x/y',
  '//example.org/x',
  '/signout',
  '#top',
  '',
])('a link to %j leads nowhere', (href) => {
  expect(safeHref(href)).toBeUndefined()
  expect(JSON.stringify(readMarkdown(`[x](<${href.replaceAll('\n', '')}>)`))).not.toContain('"href"')
})

test('a deep or long text is read soon', () => {
  const opened = ['<!--'.repeat(16_000), '<!--\n'.repeat(13_000), `${'- <!--\n'.repeat(9_000)}-->`]
  for (const text of [
    ...opened,
    '>'.repeat(65_000),
    '['.repeat(65_000),
    '*a **'.repeat(13_000),
    '- '.repeat(32_000),
  ])
    expect(readMarkdown(text).length).toBeGreaterThan(0)
})
