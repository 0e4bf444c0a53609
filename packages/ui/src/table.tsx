import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

/**
 * A table that scrolls within its own frame when the page is narrow; with `cards` it becomes a card per row on a phone,
 * each cell behind its `label`.
 */
export function Table(props: { label: string; cards?: boolean; className?: string; children: ReactNode }) {
  return (
    <section
      aria-label={props.label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard
      tabIndex={0}
      className={cn(
        'relative overflow-x-auto rounded-lg border bg-surface -outline-offset-2',
        props.cards && 'cards',
        props.className,
      )}
    >
      <table className="w-full border-collapse text-sm">{props.children}</table>
    </section>
  )
}

export function Th({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-9 border-b bg-sunken/60 px-3 text-left text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4',
        className,
      )}
      {...rest}
    />
  )
}

/** `label`: what stands before it where the row is a card. */
export function Td({ className, label, ...rest }: ComponentProps<'td'> & { label?: string }) {
  return (
    <td
      data-label={label}
      className={cn('h-11 px-3 py-2 align-middle first:pl-4 last:pr-4', className)}
      {...rest}
    />
  )
}

export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={cn('border-b last:border-b-0 hover:bg-hover/50', className)} {...rest} />
}
