'use client'

import { cn } from '@berth/ui/cn.ts'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Circle, CircleCheck, X } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'

/** The checklist of a first visit; it leaves when it is done or dismissed. */
export function FirstSteps() {
  const t = useTranslations('firstSteps')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const seen = useQuery(trpc.tenants.firstSteps.queryOptions({ tenant }))
  const apps = useQuery(trpc.apps.list.queryOptions({ tenant }))
  const hide = useMutation(
    trpc.tenants.hideFirstSteps.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.tenants.firstSteps.queryKey() }),
    }),
  )
  const isHiding = hide.variables?.tenant === tenant && !hide.isError
  if (!seen.data || !apps.data || isHiding) return null
  const { hidden, ...done } = seen.data
  if (hidden || Object.values(done).every(Boolean)) return null
  const shellApp = apps.data.find((app) => app.running > 0)?.name
  const steps = [
    { key: 'push', href: `/t/${tenant}/images` },
    { key: 'deploy', href: `/t/${tenant}/new` },
    { key: 'shell', href: shellApp ? `/t/${tenant}/apps/${shellApp}/shell` : `/t/${tenant}` },
    { key: 'invite', href: `/t/${tenant}/members` },
  ] as const
  return (
    <section aria-label={t('title')} className="rounded-lg border bg-surface">
      <div className="flex items-center justify-between py-1.5 pr-2 pl-4">
        <h2 className="text-sm font-semibold">{t('title')}</h2>
        <IconButton label={t('dismiss')} size="icon-sm" onClick={() => hide.mutate({ tenant })}>
          <X aria-hidden />
        </IconButton>
      </div>
      <ul className="grid grid-cols-2 border-t lg:grid-cols-4">
        {steps.map((step) => {
          const Icon = done[step.key] ? CircleCheck : Circle
          return (
            <li key={step.key}>
              <Link
                href={step.href}
                className="flex h-full items-start gap-2.5 px-4 py-2.5 -outline-offset-2 hover:bg-hover"
              >
                <Icon
                  aria-hidden
                  className={cn('mt-0.5 size-4 shrink-0', done[step.key] ? 'text-ok' : 'text-faint')}
                />
                <span className="min-w-0 text-sm">
                  <span className={done[step.key] ? 'text-muted line-through' : 'font-medium'}>
                    {t(step.key)}
                  </span>
                  {done[step.key] ? <span className="sr-only">{t('done')}</span> : null}
                  <span className="block text-xs text-muted max-sm:hidden">{t(`${step.key}Hint`)}</span>
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
