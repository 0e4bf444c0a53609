import { cn } from '@berth/ui/cn.ts'
import { Table, Th } from '@berth/ui/table.tsx'
import type { ReactNode } from 'react'

export type ListHead = {
  readonly text: string
  /** read out, not shown: the column holds buttons */
  readonly hidden?: boolean
  /** figures, times and buttons stand at the right */
  readonly right?: boolean
  readonly className?: string
}

/** The frame of a list: its columns, and the rows below. On a narrow screen each row is a card. */
export function ListTable(props: { label: string; heads: readonly ListHead[]; children: ReactNode }) {
  return (
    <Table label={props.label} cards>
      <thead>
        <tr>
          {props.heads.map(({ text, hidden, right, className }) => (
            <Th key={text} className={cn(right && 'text-right', className)}>
              {hidden ? <span className="sr-only">{text}</span> : text}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>{props.children}</tbody>
    </Table>
  )
}
