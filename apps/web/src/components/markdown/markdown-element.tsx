import { createElement, type ReactNode } from 'react'
import { LOOKS, LOWER } from './looks.ts'
import { Scrolls } from './scrolls.tsx'

/** One allowed element of Markdown. What is wider than its place scrolls in it; a table in a box, so that it stays a table. */
export function MarkdownElement(props: { tag: string; href: string | undefined; children: ReactNode[] }) {
  const { tag, href, children } = props
  const className = LOOKS[tag]
  if (tag === 'pre') {
    return (
      <Scrolls tag="pre" className={className}>
        {children}
      </Scrolls>
    )
  }
  if (tag === 'table') {
    return (
      <Scrolls tag="div" className="max-w-full overflow-x-auto">
        <table className={className}>{children}</table>
      </Scrolls>
    )
  }
  const away = href === undefined ? {} : { href, target: '_blank', rel: 'noopener noreferrer nofollow ugc' }
  return createElement(
    LOWER[tag] ?? tag,
    { className, ...away },
    ...(children.length > 0 ? [children] : []), // hr and br have none
  )
}
