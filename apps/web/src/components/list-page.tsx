'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import type { UseQueryResult } from '@tanstack/react-query'
import { type LucideIcon, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { CliHint } from './cli-hint.tsx'
import { type ListHead, ListTable } from './list-table.tsx'
import { Page } from './page.tsx'
import { QueryView } from './query-view.tsx'
import { TableSkeleton } from './table-skeleton.tsx'

/** A page that is one list, with a button that makes another one of its rows. */
export function ListPage<T>(props: {
  title: string
  hint: string
  add: { readonly text: string; readonly onClick: () => void }
  empty: { readonly icon: LucideIcon; readonly title: string; readonly hint: string }
  query: UseQueryResult<readonly T[], unknown>
  heads: readonly ListHead[]
  row: (item: T) => ReactNode
  command: string
  /** what stands below the list, and the dialog, while it is open */
  children: ReactNode
}) {
  const { title, hint, add, empty } = props
  const create = (
    <Button variant="primary" onClick={add.onClick}>
      <Plus aria-hidden />
      {add.text}
    </Button>
  )
  return (
    <Page>
      <PageHeader title={title} description={hint} actions={create} />
      <QueryView query={props.query} skeleton={<TableSkeleton />}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={empty.icon} title={empty.title}>
              <p className="max-w-md text-sm text-muted">{empty.hint}</p>
            </EmptyState>
          ) : (
            <ListTable label={title} heads={props.heads}>
              {list.map(props.row)}
            </ListTable>
          )
        }
      </QueryView>
      {props.children}
      <CliHint command={props.command} />
    </Page>
  )
}
