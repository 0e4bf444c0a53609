import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** A list of plain text that scrolls within its own frame. */
export function ScrollList({ className, ...rest }: ComponentProps<'ul'> & { 'aria-label': string }) {
  return (
    <ul
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
      tabIndex={0}
      className={cn('grid grid-cols-1 overflow-y-auto -outline-offset-2', className)}
      {...rest}
    />
  )
}
