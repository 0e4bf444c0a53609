'use client'

import type { DoorSettingsView } from '@berth/protocol'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../session/use-may.ts'
import { ErrorCallout } from '../error-callout.tsx'
import { QueryView } from '../query-view.tsx'
import { AddButton } from './add-button.tsx'
import { useDoor } from './use-door.ts'

export type DoorItem = {
  readonly key: string
  readonly shown: ReactNode
  readonly removeText: string
  readonly onRemove: () => void
}

/** One list of what the door does for an app: more is added in a dialog, and each goes by a button. */
export function DoorList(props: {
  title: string
  hint: string
  addText: string
  emptyText: string
  removal: { readonly isPending: boolean; readonly error: unknown }
  items: (door: DoorSettingsView) => readonly DoorItem[]
  dialog: (onClose: () => void) => ReactNode
}) {
  const mayChange = useMay()('app:deploy')
  const door = useDoor()
  const [adding, setAdding] = useState(false)
  const { title, removal } = props
  return (
    <Panel
      title={title}
      description={props.hint}
      actions={<AddButton text={props.addText} onClick={() => setAdding(true)} />}
      bodyClassName="p-0"
    >
      <QueryView query={door} skeleton={<Skeleton className="h-12" />}>
        {(data) => {
          const items = props.items(data)
          if (items.length === 0) return <p className="px-4 py-4 text-sm text-muted">{props.emptyText}</p>
          return (
            <ul aria-label={title} className="divide-y">
              {items.map(({ key, shown, removeText, onRemove }) => (
                <li key={key} className="flex items-center gap-3 px-4 py-2 text-sm">
                  {shown}
                  <IconButton
                    size="icon-sm"
                    label={removeText}
                    disabled={!mayChange || removal.isPending}
                    onClick={onRemove}
                  >
                    <Trash2 aria-hidden />
                  </IconButton>
                </li>
              ))}
            </ul>
          )
        }}
      </QueryView>
      {removal.error ? <ErrorCallout error={removal.error} /> : null}
      {adding ? props.dialog(() => setAdding(false)) : null}
    </Panel>
  )
}
