import Link from 'next/link'
import type { ReactNode } from 'react'

export function DoorLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="rounded-sm text-accent-text underline-offset-4 hover:underline">
      {children}
    </Link>
  )
}
