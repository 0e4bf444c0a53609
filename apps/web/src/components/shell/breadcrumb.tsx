'use client'

import Link from 'next/link'
import { useParams } from 'next/navigation'

/** Where one is, from the tenant down to the app. */
export function Breadcrumb() {
  const { tenant, app } = useParams<{ tenant?: string; app?: string }>()
  if (!tenant) return null
  return (
    <ol className="flex min-w-0 items-center gap-2 text-sm text-muted">
      <li className="min-w-0 truncate">
        <Link href={`/t/${tenant}`} className="rounded-sm hover:text-ink">
          {tenant}
        </Link>
      </li>
      {app ? (
        <>
          <li aria-hidden className="text-faint">
            /
          </li>
          <li className="min-w-0 truncate">
            <Link href={`/t/${tenant}/apps/${app}`} className="rounded-sm font-medium text-ink">
              {app}
            </Link>
          </li>
        </>
      ) : null}
    </ol>
  )
}
