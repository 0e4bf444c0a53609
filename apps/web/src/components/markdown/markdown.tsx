'use client'

import { type MarkdownNode, readMarkdown } from '@berth/markdown'
import { Fragment, type ReactNode, useMemo } from 'react'
import { MarkdownElement } from './markdown-element.tsx'

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
  return (
    <MarkdownElement key={key} tag={node.tag} href={node.href}>
      {node.children.map((child, at) => render(child, at))}
    </MarkdownElement>
  )
}
