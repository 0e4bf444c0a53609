import type { ReactNode } from 'react'

/** Names and values, one per line. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid gap-x-6 text-sm sm:gap-y-2 sm:grid-cols-[max-content_minmax(0,1fr)]">{children}</dl>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted max-sm:mt-2.5 max-sm:text-xs max-sm:first:mt-0">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}
