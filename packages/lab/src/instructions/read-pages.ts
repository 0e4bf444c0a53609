import { type MarkdownNode, readMarkdown } from '@berth/markdown'
import { LANGUAGE } from '../fields/translations-field.ts'
import type { LabFiles } from '../read/lab-files.ts'
import type { Block, Page } from '../spec/page.ts'
import type { PageParts } from './page-parts.ts'
import { readAction } from './read-action.ts'

const FOLDER = 'instructions/'
const MOST_PAGES = 30

/** The files that lab.yml names, or else all Markdown of the folder `instructions`, by name. */
export function readPages(named: readonly string[] | undefined, parts: PageParts): Page[] {
  const { files, report } = parts
  return (named ?? pagePaths(undefined, files)).flatMap((path, index) => {
    if (Object.hasOwn(files, path)) return [readPage(path, files[path] ?? '', parts)]
    report.wrong(['instructions', index], `there is no file ${path}`)
    return []
  })
}

/** Those that are there; a page in another language is no page of its own. */
export function pagePaths(named: readonly string[] | undefined, files: LabFiles): string[] {
  if (named) return named.filter((path) => Object.hasOwn(files, path))
  return Object.keys(files)
    .filter((path) => path.startsWith(FOLDER) && path.endsWith('.md') && !isTranslation(path, files))
    .toSorted()
    .slice(0, MOST_PAGES)
}

function isTranslation(path: string, files: LabFiles): boolean {
  const [start, language] = path.replace(/\.md$/, '').split(/\.(?=[^./]+$)/)
  return language !== undefined && LANGUAGE.test(language) && Object.hasOwn(files, `${start}.md`)
}

export function readPage(path: string, text: string, parts: PageParts): Page {
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
    title: isTitled ? markedOf(first) : (path.split('/').at(-1) ?? path).replace(/\.md$/, ''),
    blocks: (isTitled ? rest : nodes).map(toBlock),
  }
}

/** A title keeps the marks of its code; the page shows them as it does those of checks. */
function markedOf(node: MarkdownNode): string {
  if ('text' in node) return node.text
  const inner = node.children.map(markedOf).join('')
  return node.tag === 'code' ? `\`${inner}\`` : inner
}

function textOf(node: MarkdownNode): string {
  return 'text' in node ? node.text : node.children.map(textOf).join('')
}
