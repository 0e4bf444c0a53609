import { Slot } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

/** A row of links that reads as tabs; it scrolls sideways on a narrow screen. */
export function TabList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav
      aria-label={label}
      className="-mx-4 flex gap-1 overflow-x-auto border-b px-4 [scrollbar-width:none] sm:mx-0 sm:px-0"
    >
      {children}
    </nav>
  )
}

export function TabLink({ active, children }: { active: boolean; children: ReactNode }) {
  return (
    <Slot.Root
      aria-current={active ? 'page' : undefined}
      className={cn(
        '-mb-px inline-flex h-9 items-center border-b-2 px-2.5 text-sm whitespace-nowrap -outline-offset-2 transition-colors duration-100',
        active ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink',
      )}
    >
      {children}
    </Slot.Root>
  )
}
