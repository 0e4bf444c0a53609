'use client'

import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { usePathname, useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect } from 'react'
import { LiveProvider } from '../../live/live-provider.tsx'
import { MeProvider } from '../../session/me-context.ts'
import { readBerthError } from '../../trpc/berth-error.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { PaletteProvider } from '../palette/palette-provider.tsx'

const Toaster = dynamic(() => import('@berth/ui/toaster.tsx').then((module) => module.Toaster), {
  ssr: false,
})

/** What every page of somebody who is signed in needs. Who is not goes to the door, and comes back afterwards. */
export function SignedIn({ children }: { children: ReactNode }) {
  const t = useTranslations('nav')
  const me = useQuery(useTRPC().me.get.queryOptions(undefined, { staleTime: 60_000 }))
  const signedOut = me.isError && readBerthError(me.error).code.startsWith('auth.')
  useSignInRedirect(signedOut)

  if (signedOut) return null
  if (me.isError && !me.data) {
    return (
      <main className="mx-auto max-w-lg p-6 pt-24">
        <ErrorCallout error={me.error} onRetry={() => void me.refetch()} />
      </main>
    )
  }
  if (!me.data) return <FrameSkeleton />
  return (
    <MeProvider value={me.data}>
      <LiveProvider>
        <PaletteProvider>
          <a
            href="#content"
            className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:border focus:bg-raised focus:px-3 focus:py-2"
          >
            {t('skip')}
          </a>
          {children}
        </PaletteProvider>
      </LiveProvider>
      <Toaster label={t('notifications')} />
    </MeProvider>
  )
}

function useSignInRedirect(signedOut: boolean) {
  const router = useRouter()
  const pathname = usePathname()
  useEffect(() => {
    if (signedOut) router.replace(`/signin?next=${encodeURIComponent(pathname)}`)
  }, [signedOut, router, pathname])
}

function FrameSkeleton() {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[15rem_minmax(0,1fr)]" aria-busy="true">
      <div className="hidden space-y-3 border-r bg-surface p-3 lg:block">
        <Skeleton className="h-9" />
        <Skeleton className="h-7 w-2/3" />
        <Skeleton className="h-7 w-1/2" />
      </div>
      <div>
        <div className="h-12 border-b" />
        <div className="mx-auto max-w-7xl space-y-4 px-4 py-6 sm:px-6 lg:px-8">
          <Skeleton className="h-7 w-48" />
          <Skeleton className="h-64" />
        </div>
      </div>
    </div>
  )
}
