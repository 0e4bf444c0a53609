import type { Action, Block } from '@berth/lab'
import { createElement, type ReactNode } from 'react'
import { LOOKS, LOWER } from '../markdown/looks.ts'
import { InstructionAction } from './instruction-action.tsx'

type Props = {
  block: Block
  onAction: ((action: Action) => void) | undefined
  passed: ReadonlySet<string> | undefined
}

/** Elements are made one by one: there is no way for HTML into the page. */
export function InstructionBlock({ block, ...rest }: Props): ReactNode {
  if ('text' in block) return block.text
  if ('action' in block) {
    const { action } = block
    const done = action.kind === 'check' && (rest.passed?.has(action.name) ?? false)
    return <InstructionAction action={action} onAction={rest.onAction} done={done} />
  }
  const { tag, href } = block
  const away = href === undefined ? {} : { href, target: '_blank', rel: 'noopener noreferrer nofollow ugc' }
  const children = block.children.map((child, at) => <InstructionBlock key={at} block={child} {...rest} />)
  const props: Record<string, string | undefined> = { className: LOOKS[tag], ...away }
  return createElement(LOWER[tag] ?? tag, props, ...(children.length > 0 ? [children] : []))
}
