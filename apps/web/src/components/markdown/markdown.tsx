'use client'

import { type MarkdownNode, readMarkdown } from '@berth/markdown'
import { createElement, Fragment, type ReactNode, useMemo } from 'react'
import { LOOKS, LOWER } from './looks.ts'

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
