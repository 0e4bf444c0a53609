'use client'

import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import type { UseQueryResult } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useMay } from '../../session/use-may.ts'
import { QueryView } from '../query-view.tsx'
import { TableSkeleton } from '../table-skeleton.tsx'
import { RuleTable } from './rule-table.tsx'

/** Rules of one kind, and the way to one more. */
export function RulePanel<T>(props: {
  kind: 'protection' | 'retention'
  rules: UseQueryResult<readonly T[], unknown>
  row: (rule: T, mayChange: boolean) => ReactNode
  onAdd: () => void
  /** below the rules, when there are any */
  below?: ReactNode
  /** the dialog, while it is open */
  children: ReactNode
}) {
  const t = useTranslations('imageRules')
  const { kind } = props
  const mayChange = useMay()('tenant:manage')
  const add = (
    <Button size="sm" onClick={props.onAdd}>
      <Plus aria-hidden />
      {t('add')}
    </Button>
  )
  return (
    <Panel title={t(`${kind}.title`)} description={t(`${kind}.hint`)} actions={mayChange ? add : undefined}>
      <QueryView query={props.rules} skeleton={<TableSkeleton />}>
        {(list) =>
          list.length === 0 ? (
            <p className="text-sm text-muted">{t(`${kind}.empty`)}</p>
          ) : (
            <div className="grid grid-cols-1 gap-3">
              <RuleTable label={t(`${kind}.title`)}>
                {list.map((rule) => props.row(rule, mayChange))}
              </RuleTable>
              {props.below}
            </div>
          )
        }
      </QueryView>
      {props.children}
    </Panel>
  )
}
