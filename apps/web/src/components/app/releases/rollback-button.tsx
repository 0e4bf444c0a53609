'use client'

import type { ReleaseView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Undo2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../../session/use-may.ts'

const RollbackDialog = dynamic(() => import('./rollback-dialog.tsx').then((module) => module.RollbackDialog))

/** One can go back only from a release that works, and only to one that was before it. */
export function RollbackButton({ to, from }: { to: ReleaseView; from: ReleaseView | undefined }) {
  const t = useTranslations('releases')
  const may = useMay()
  const [asking, setAsking] = useState(false)
  if (from === undefined || to.number >= from.number || !may('app:deploy')) return null
  if (to.givenUp) return <span className="text-xs text-faint">{t('givenUp')}</span>
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        <Undo2 aria-hidden />
        {t('rollBack')}
      </Button>
      {asking ? <RollbackDialog to={to} from={from} onClose={() => setAsking(false)} /> : null}
    </>
  )
}
