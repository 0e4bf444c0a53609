import type { ReactNode } from 'react'

/** The measure and rhythm of every page. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-full w-full max-w-7xl flex-col gap-6 px-4 py-6 sm:px-6 lg:px-8">
      {children}
    </div>
  )
}
