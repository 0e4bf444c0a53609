'use client'

import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'

/** Labs that ship, each to be had by one click; those that are there already are left out. */
export function Examples({ taken }: { taken: readonly string[] }) {
  const t = useTranslations('labs')
  const tenant = useTenant()
  const router = useRouter()
  const trpc = useTRPC()
  const examples = useQuery(trpc.labs.examples.queryOptions({ tenant, language: useLocale() }))
  const add = useMutation(
    trpc.labs.addExample.mutationOptions({
      onSuccess: ({ name }) => router.push(`/t/${tenant}/labs/${name}`),
    }),
  )
  const left = (examples.data ?? []).filter(({ name }) => !taken.includes(name))
  if (left.length === 0) return null
  return (
    <Panel
      title={t('examples')}
      description={t('examplesHint')}
      bodyClassName="grid gap-3 p-4 md:grid-cols-3"
    >
      {left.map(({ name, title, description }) => (
        <div key={name} className="flex flex-col items-start gap-2 rounded-md border p-3">
          <h3 className="text-sm font-medium">{title}</h3>
          <p className="flex-1 text-sm text-muted">{description}</p>
          <Button
            size="sm"
            busy={add.isPending && add.variables.example === name}
            aria-label={t('addExampleOf', { title })}
            onClick={() => add.mutate({ tenant, example: name })}
          >
            <Plus aria-hidden />
            {t('addExample')}
          </Button>
        </div>
      ))}
      {add.error ? (
        <div className="md:col-span-3">
          <ErrorCallout error={add.error} />
        </div>
      ) : null}
    </Panel>
  )
}
