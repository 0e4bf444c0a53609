'use client'

import { useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { usePolling } from '../../live/live-context.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ListPage } from '../list-page.tsx'
import { Examples } from './examples.tsx'
import { LabRow } from './lab-row.tsx'

const NewLabDialog = dynamic(() => import('./new-lab-dialog.tsx').then((module) => module.NewLabDialog))

/** The exercises of a tenant, and those that ship. */
export function Labs() {
  const t = useTranslations('labs')
  const tenant = useTenant()
  const labs = useQuery(useTRPC().labs.list.queryOptions({ tenant }, { refetchInterval: usePolling() }))
  const [making, setMaking] = useState(false)
  return (
    <ListPage
      title={t('title')}
      hint={t('hint')}
      add={{ text: t('create'), onClick: () => setMaking(true) }}
      empty={{ icon: FlaskConical, title: t('empty'), hint: t('emptyHint') }}
      query={labs}
      heads={[
        { text: t('lab') },
        { text: t('version') },
        { text: t('stateHead') },
        { text: t('courses') },
        { text: t('changed') },
      ]}
      row={(lab) => <LabRow key={lab.name} lab={lab} />}
      command="berth labs push ./my-lab"
    >
      <Examples taken={labs.data?.map(({ name }) => name) ?? []} />
      {making ? <NewLabDialog onClose={() => setMaking(false)} /> : null}
    </ListPage>
  )
}
