'use client'

import { type MarkdownNode, readMarkdown } from '@berth/markdown'
import { createElement, Fragment, type ReactNode, useMemo } from 'react'

/** The page has its own heading above. */
const LOWER: Readonly<Record<string, string>> = { h1: 'h2', h2: 'h3', h3: 'h4', h4: 'h5', h5: 'h6' }

const LOOKS: Readonly<Record<string, string>> = {
  h1: 'text-lg font-semibold',
  h2: 'border-b pb-1 text-base font-semibold',
  h3: 'text-sm font-semibold',
  ul: 'list-disc pl-5 grid gap-1',
  ol: 'list-decimal pl-5 grid gap-1',
  blockquote: 'border-l-2 pl-3 text-muted grid gap-2',
  pre: 'overflow-x-auto rounded-md border bg-sunken p-3 font-mono text-xs',
  code: 'rounded-sm bg-sunken px-1 font-mono text-xs',
  table: 'block max-w-full overflow-x-auto border-collapse text-sm',
  th: 'border px-2 py-1 text-left font-medium',
  td: 'border px-2 py-1',
  a: 'text-accent-text underline underline-offset-4',
}

/** What somebody else wrote, as elements that are made one by one: there is no way for HTML into the page. */
export function Markdown({ text }: { text: string }) {
  const nodes = useMemo(() => readMarkdown(text), [text])
  return (
    <div className="grid min-w-0 grid-cols-1 gap-3 text-sm leading-6 [overflow-wrap:anywhere]">
      {nodes.map((node, at) => render(node, at))}
    </div>
  )
}

function render(node: MarkdownNode, key: number): ReactNode {
  if ('text' in node) return <Fragment key={key}>{node.text}</Fragment>
  const { tag, href } = node
  const away = href === undefined ? {} : { href, target: '_blank', rel: 'noopener noreferrer nofollow ugc' }
  const children = node.children.map((child, at) => render(child, at))
  const props = { key, className: LOOKS[tag], ...away }
  return createElement(LOWER[tag] ?? tag, props, ...(children.length > 0 ? [children] : []))
}
