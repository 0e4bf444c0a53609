'use client'

import type { Action } from '@berth/lab'
import { Button } from '@berth/ui/button.tsx'
import { CircleCheck, CircleDashed, ExternalLink, FileText, type LucideIcon, Play } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Copy } from '../copy-text.tsx'
import { Marked } from '../markdown/marked.tsx'
import { Scrolls } from '../markdown/scrolls.tsx'

/** Something to click in the instructions: what is run and copied can be read first. */
export function InstructionAction(props: {
  action: Action
  onAction: ((action: Action) => void) | undefined
  done: boolean
}) {
  const t = useTranslations('instructions')
  const { action, onAction, done } = props
  const button = (icon: LucideIcon, text: string) => {
    const Icon = icon
    return (
      <Button size="sm" disabled={!onAction} onClick={() => onAction?.(action)}>
        <Icon aria-hidden className={done ? 'text-ok' : undefined} />
        {text}
      </Button>
    )
  }
  switch (action.kind) {
    case 'run':
      return <Code text={action.text}>{button(Play, t('run', { terminal: action.terminal }))}</Code>
    case 'copy':
      return (
        <Code text={action.text}>
          <Copy text={action.text} />
        </Code>
      )
    case 'open':
      return <div>{button(ExternalLink, t('open', { port: action.port, path: action.path }))}</div>
    case 'file':
      return <div>{button(FileText, t('file', { path: action.path }))}</div>
    case 'check':
      return (
        <div className="flex flex-wrap items-center gap-2 rounded-md border p-2">
          <span className="min-w-0 flex-1">
            <Marked text={action.title} />
          </span>
          {button(done ? CircleCheck : CircleDashed, done ? t('passed') : t('check'))}
        </div>
      )
  }
}

function Code({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-start gap-2 rounded-md border bg-sunken p-2">
      <Scrolls tag="pre" className="min-w-0 flex-1 basis-44 overflow-x-auto p-1 font-mono text-xs">
        {text}
      </Scrolls>
      {children}
    </div>
  )
}
