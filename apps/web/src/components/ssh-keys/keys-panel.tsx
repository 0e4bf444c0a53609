'use client'

import type { SshKeyView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import type { UseQueryResult } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMe } from '../../session/me-context.ts'
import { QueryView } from '../query-view.tsx'
import type { KeyAccess } from './key-access.ts'
import { KeyRow } from './key-row.tsx'
import { NoKeys } from './no-keys.tsx'

const AddKeyDialog = dynamic(() => import('./add-key-dialog.tsx').then((module) => module.AddKeyDialog))

/** Keys that git comes with over SSH: the list, and how one is added. */
export function KeysPanel(props: {
  title: string
  hint: string
  addText: string
  /** adds one from a terminal */
  command: string
  query: UseQueryResult<readonly SshKeyView[], unknown>
  /** in which tenants a key is good, or whose it is */
  reachOf: (key: SshKeyView) => string
  access: KeyAccess
}) {
  const t = useTranslations('sshKeys')
  const { sshPort } = useMe()
  const [adding, setAdding] = useState(false)
  const add = (
    <Button size="sm" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      {props.addText}
    </Button>
  )
  return (
    <div id="ssh-keys" className="min-w-0 scroll-mt-20">
      <Panel
        title={props.title}
        description={sshPort === 0 ? t('off') : props.hint}
        actions={add}
        bodyClassName="p-0"
      >
        <QueryView query={props.query} skeleton={<Skeleton className="m-4 h-20" />}>
          {(list) =>
            list.length === 0 ? (
              <NoKeys command={props.command} />
            ) : (
              <ul className="divide-y">
                {list.map((key) => (
                  <KeyRow key={key.id} item={key} reach={props.reachOf(key)} onRemove={props.access.remove} />
                ))}
              </ul>
            )
          }
        </QueryView>
      </Panel>
      {adding ? (
        <AddKeyDialog title={props.addText} onAdd={props.access.add} onClose={() => setAdding(false)} />
      ) : null}
    </div>
  )
}
