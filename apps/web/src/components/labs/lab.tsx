'use client'

import { Callout } from '@berth/ui/callout.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { readBerthError } from '../../trpc/berth-error.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { CliHint } from '../cli-hint.tsx'
import { Page } from '../page.tsx'
import { QueryView } from '../query-view.tsx'
import { NothingHere } from '../shell/nothing-here.tsx'
import { LabEditor } from './editor/lab-editor.tsx'
import { LabHeader } from './lab-header.tsx'
import { LabVersions } from './lab-versions.tsx'

/** One lab: its files and what students read of them, and all its versions. */
export function Lab({ name }: { name: string }) {
  const t = useTranslations('labs')
  const tenant = useTenant()
  const [version, setVersion] = useState<number>()
  const ask = { tenant, name, ...(version === undefined ? {} : { version }) }
  const lab = useQuery(useTRPC().labs.get.queryOptions(ask))
  if (lab.isError && readBerthError(lab.error).code === 'lab.not_found') {
    return (
      <Page>
        <NothingHere title={t('notFound', { name })} back={`/t/${tenant}/labs`}>
          {t('back')}
        </NothingHere>
      </Page>
    )
  }
  return (
    <Page>
      <QueryView query={lab} skeleton={<Skeleton className="h-96" />}>
        {(found) => (
          <>
            <LabHeader lab={found} />
            {found.shown.number === found.version.number ? null : (
              <Callout tone="info" title={t('older', { version: found.shown.number })} />
            )}
            <LabEditor key={found.shown.number} lab={found} />
            <LabVersions name={name} shown={found.shown.number} onShow={setVersion} />
          </>
        )}
      </QueryView>
      <CliHint command={[`berth labs show ${name}`, `berth labs push ./${name}`]} />
    </Page>
  )
}
