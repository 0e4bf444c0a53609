import { type MarkdownNode, readMarkdown } from '@berth/markdown'
import type { Block, Page } from '../spec/page.ts'
import type { PageParts } from './page-parts.ts'
import { readAction } from './read-action.ts'

const FOLDER = 'instructions/'
const MOST_PAGES = 30

/** The files that lab.yml names, or else all Markdown of the folder `instructions`, by name. */
export function readPages(named: readonly string[] | undefined, parts: PageParts): Page[] {
  const { files, report } = parts
  const found = Object.keys(files)
    .filter((path) => path.startsWith(FOLDER) && path.endsWith('.md'))
    .toSorted()
    .slice(0, MOST_PAGES)
  return (named ?? found).flatMap((path, index) => {
    if (Object.hasOwn(files, path)) return [readPage(path, files[path] ?? '', parts)]
    report.wrong(['instructions', index], `there is no file ${path}`)
    return []
  })
}

function readPage(path: string, text: string, parts: PageParts): Page {
  const nodes = readMarkdown(text)
  const [first, ...rest] = nodes
  const isTitled = first !== undefined && 'tag' in first && first.tag === 'h1'
  const toBlock = (node: MarkdownNode): Block => {
    if ('text' in node) return node
    const { tag, href, fence, children } = node
    const wrong = (message: string) => parts.report.wrongLine(path, text, fence?.line ?? 1, message)
    const action = fence && readAction(fence.words, textOf(node), { ...parts, wrong })
    if (action) return { action }
    return { tag, ...(href === undefined ? {} : { href }), children: children.map(toBlock) }
  }
  return {
    title: isTitled ? textOf(first) : (path.split('/').at(-1) ?? path).replace(/\.md$/, ''),
    blocks: (isTitled ? rest : nodes).map(toBlock),
  }
}

function textOf(node: MarkdownNode): string {
  return 'text' in node ? node.text : node.children.map(textOf).join('')
}
