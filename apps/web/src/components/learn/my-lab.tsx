'use client'

import type { MyLabView } from '@berth/protocol'
import { useTranslations } from 'next-intl'
import { When } from '../when.tsx'
import { StartLab } from './start-lab.tsx'

/** A lab with how far one is, and until when it is there. */
export function MyLab({ lab }: { lab: MyLabView }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="text-sm font-medium">{lab.title}</h3>
        {lab.description === '' ? null : <p className="text-sm text-muted">{lab.description}</p>}
        <LabTimes lab={lab} />
      </div>
      <StartLab lab={lab} />
    </li>
  )
}

function LabTimes({ lab }: { lab: MyLabView }) {
  const t = useTranslations('learn')
  const left = lab.sandbox?.expiresAt ?? null
  return (
    <p className="flex flex-wrap gap-x-3 text-xs text-muted">
      {lab.checks > 0 ? <span>{t('progress', { passed: lab.passed, checks: lab.checks })}</span> : null}
      {lab.state === 'soon' && lab.opensAt ? (
        <span>
          {t('opens')} <When at={lab.opensAt} />
        </span>
      ) : null}
      {lab.state === 'closed' ? <span>{t('closed')}</span> : null}
      {lab.state === 'open' && lab.closesAt ? (
        <span>
          {t('closes')} <When at={lab.closesAt} />
        </span>
      ) : null}
      {left ? (
        <span>
          {t('ends')} <When at={left} />
        </span>
      ) : null}
    </p>
  )
}
