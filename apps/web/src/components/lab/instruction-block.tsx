import type { Action, Block } from '@berth/lab'
import type { ReactNode } from 'react'
import { MarkdownElement } from '../markdown/markdown-element.tsx'
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
  return (
    <MarkdownElement tag={block.tag} href={block.href}>
      {block.children.map((child, at) => (
        <InstructionBlock key={at} block={child} {...rest} />
      ))}
    </MarkdownElement>
  )
}
