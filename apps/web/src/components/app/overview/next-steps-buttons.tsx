'use client'

import { Button } from '@berth/ui/button.tsx'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMay } from '../../../session/use-may.ts'
import { useAppName } from '../use-app.ts'
import type { NextStep } from './next-steps.ts'

/** What helps, as links of which the first stands out; those that the visitor may not follow are left out. */
export function NextSteps({ steps }: { steps: readonly NextStep[] }) {
  const t = useTranslations('app.next')
  const may = useMay()
  const { tenant, app } = useAppName()
  return steps
    .filter(({ needs }) => !needs || may(needs))
    .map(({ label, path }, i) => (
      <Button key={label} asChild size="sm" variant={i === 0 ? 'primary' : 'secondary'}>
        <Link href={`/t/${tenant}/apps/${app}${path}`}>{t(label)}</Link>
      </Button>
    ))
}
