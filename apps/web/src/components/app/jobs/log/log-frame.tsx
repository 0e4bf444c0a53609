import type { ReactNode } from 'react'

export function LogFrame({ children }: { children: ReactNode }) {
  return <div className="overflow-hidden rounded-lg border bg-surface">{children}</div>
}
