import type { ReactNode } from 'react'
import { Ahead } from '../../components/sandbox/first/ahead.tsx'
import { SignedIn } from '../../components/shell/signed-in.tsx'

export default function LabLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <Ahead />
      <SignedIn>
        <main id="content" tabIndex={-1} className="outline-none">
          {children}
        </main>
      </SignedIn>
    </>
  )
}
