import type { ReactNode } from 'react'
import { SignedIn } from './signed-in.tsx'
import { Sidebar } from './sidebar.tsx'
import { Topbar } from './topbar.tsx'

/** Everything around a page but those of labs, which have the whole window and load none of this. */
export function AppFrame({ children }: { children: ReactNode }) {
  return (
    <SignedIn>
      <div className="grid min-h-dvh lg:grid-cols-[15rem_minmax(0,1fr)]">
        <aside className="sticky top-0 hidden h-dvh border-r bg-surface lg:block">
          <Sidebar />
        </aside>
        <div className="flex min-w-0 flex-col">
          <Topbar />
          <main id="content" tabIndex={-1} className="flex-1 outline-none">
            {children}
          </main>
        </div>
      </div>
    </SignedIn>
  )
}
