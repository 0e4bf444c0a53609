'use client'

import type { DomainView } from '@berth/protocol'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { QueryView } from '../query-view.tsx'
import { AddButton } from './add-button.tsx'
import { DomainRow } from './domain-row.tsx'
import { useDomains } from './use-door.ts'

const AddDomainDialog = dynamic(() => import('./add-domain-dialog.tsx').then((m) => m.AddDomainDialog))
const DomainDialog = dynamic(() => import('./domain-dialog.tsx').then((m) => m.DomainDialog))
const CheckDialog = dynamic(() => import('./check-dialog.tsx').then((m) => m.CheckDialog))
const CertificateDialog = dynamic(() => import('./certificate-dialog.tsx').then((m) => m.CertificateDialog))

type Doing =
  | { readonly act: 'settings' | 'check' | 'certificate'; readonly domain: DomainView }
  | { readonly act: 'add' }

export function DomainsPanel() {
  const t = useTranslations('domains')
  const domains = useDomains()
  const [doing, setDoing] = useState<Doing | null>(null)
  const close = () => setDoing(null)
  const { target = '', automatic = true } = domains.data ?? {}
  return (
    <>
      <Panel
        title={t('title')}
        description={automatic ? t('hint') : t('hintPlain')}
        actions={<AddButton text={t('add')} onClick={() => setDoing({ act: 'add' })} />}
        bodyClassName="p-0"
      >
        <QueryView query={domains} skeleton={<Skeleton className="h-16" />}>
          {({ domains: list }) =>
            list.length === 0 ? (
              <p className="px-4 py-6 text-sm text-muted">{t('empty', { target })}</p>
            ) : (
              <ul aria-label={t('title')} className="divide-y">
                {list.map((domain) => (
                  <DomainRow
                    key={domain.id}
                    domain={domain}
                    target={target}
                    onAct={(act) => setDoing({ act, domain })}
                  />
                ))}
              </ul>
            )
          }
        </QueryView>
      </Panel>
      {doing?.act === 'add' ? <AddDomainDialog target={target} onClose={close} /> : null}
      {doing?.act === 'settings' ? <DomainDialog domain={doing.domain} onClose={close} /> : null}
      {doing?.act === 'check' ? <CheckDialog host={doing.domain.host} onClose={close} /> : null}
      {doing?.act === 'certificate' ? <CertificateDialog host={doing.domain.host} onClose={close} /> : null}
    </>
  )
}
