'use client'

import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../trpc/provider.tsx'
import { DoorLink } from '../door/door-link.tsx'
import { QueryView } from '../query-view.tsx'
import { useTranslations } from 'next-intl'
import { JoinAsGuest } from './join-as-guest.tsx'
import { JoinAsMe } from './join-as-me.tsx'
import { JoinBySignUp } from './join-by-sign-up.tsx'

/** From a link or a code to the class: as who is signed in, with a new account, or by a name alone. */
export function Join({ code }: { code: string }) {
  const t = useTranslations('join')
  const trpc = useTRPC()
  const way = useQuery(trpc.join.describe.queryOptions({ code }, { retry: false }))
  const me = useQuery(trpc.me.get.queryOptions(undefined, { retry: false }))
  if (me.isPending) return <Skeleton className="h-72" />
  return (
    <QueryView query={way} skeleton={<Skeleton className="h-72" />}>
      {(data) => (
        <div className="grid grid-cols-1 gap-6">
          <div>
            <p className="text-sm text-muted">{t('invited')}</p>
            <h1 className="text-xl font-semibold [overflow-wrap:anywhere]">{data.title}</h1>
          </div>
          {me.data ? (
            <JoinAsMe code={code} name={me.data.user.name ?? me.data.user.email} email={me.data.user.email} />
          ) : (
            <>
              {data.guests ? <JoinAsGuest code={code} before={data.before} /> : null}
              {data.signUp ? <JoinBySignUp code={code} email={data.personal?.email ?? null} /> : null}
              {data.guests || data.signUp || data.personal ? null : (
                <p className="text-sm text-muted">{t('needsAccount')}</p>
              )}
              <p className="text-sm">
                <DoorLink href={`/signin?next=${encodeURIComponent(`/join/${code}`)}`}>
                  {t('haveAccount')}
                </DoorLink>
              </p>
            </>
          )}
        </div>
      )}
    </QueryView>
  )
}
