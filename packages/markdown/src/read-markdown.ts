import MarkdownIt, { type Token } from 'markdown-it'
import { readHtmlRemains } from './html-remains.ts'

/** Everything that a text may become. Whatever is not here stays the text that it is. */
const TAGS: readonly string[] = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'ul', 'ol', 'li', 'blockquote', 'em', 'strong', 's'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'a'],
]

export type MarkdownNode =
  | { readonly text: string }
  | {
      readonly tag: string
      readonly href?: string
      /** of a fenced block: what its fence says, and the line of the fence, from 1 */
      readonly fence?: { readonly words: string; readonly line: number }
      readonly children: MarkdownNode[]
    }

type Element = Extract<MarkdownNode, { tag: string }>

/** Deeper is nothing that somebody wrote; each level makes hostile text dearer by as much again. */
const DEEPEST = 40

/** CommonMark with tables, without HTML, to a tree of allowed elements. Pictures are shown as links: none is fetched. */
export function readMarkdown(text: string): MarkdownNode[] {
  const root: Element = { tag: 'root', children: [] }
  const parser = new MarkdownIt({ html: false, linkify: false, maxNesting: DEEPEST }).use(readHtmlRemains)
  fill([root], parser.parse(text, {}))
  return root.children
}

/** Where a link may lead: elsewhere, openly. `javascript:`, `data:`, addresses of this platform and the like lead nowhere. */
export function safeHref(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined
  const { protocol } = new URL(href)
  return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : undefined
}

/** The last of the stack is what tokens go into. */
function fill(stack: Element[], tokens: readonly Token[]): void {
  for (const token of tokens) {
    if (token.type === 'inline') fill(stack, token.children ?? [])
    else if (token.hidden) continue
    else if (token.nesting === 1) stack.push(open(stack, token))
    else if (token.nesting === -1) stack.pop()
    else add(stack, leaf(token))
  }
}

function open(stack: readonly Element[], token: Token): Element {
  const href = token.tag === 'a' ? safeHref(String(token.attrGet('href') ?? '')) : undefined
  const tag = TAGS.includes(token.tag) && (token.tag !== 'a' || href !== undefined) ? token.tag : 'span'
  const element = { tag, ...(href === undefined ? {} : { href }), children: [] }
  add(stack, element)
  return element
}

function leaf(token: Token): MarkdownNode {
  switch (token.type) {
    case 'softbreak':
      return { text: '\n' }
    case 'hardbreak':
    case 'hr':
      return { tag: token.tag, children: [] }
    case 'code_inline':
      return { tag: 'code', children: [{ text: token.content }] }
    case 'fence': {
      const fence = { words: token.info.trim(), line: (token.map?.[0] ?? 0) + 1 }
      return { tag: 'pre', fence, children: [{ text: token.content }] }
    }
    case 'code_block':
      return { tag: 'pre', children: [{ text: token.content }] }
    case 'image': {
      const href = safeHref(String(token.attrGet('src') ?? ''))
      const children = [{ text: token.content || (href ?? '') }]
      return href === undefined ? { tag: 'span', children } : { tag: 'a', href, children }
    }
    default:
      return { text: token.content }
  }
}

function add(stack: readonly Element[], node: MarkdownNode): void {
  stack.at(-1)?.children.push(node)
}
