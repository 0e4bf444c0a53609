'use client'

import { PageHeader } from '@berth/ui/page-header.tsx'
import { useTranslations } from 'next-intl'
import type { ReactNode, SubmitEvent } from 'react'
import { Page } from '../page.tsx'
import { WaysIn } from './ways-in.tsx'

/** The form of each way in to a new app, and beside it what does the same from a terminal. */
export function NewAppFrame(props: {
  title?: string
  hint: string
  commandHint?: string
  command: ReactNode
  onSubmit: () => void
  children: ReactNode
}) {
  const t = useTranslations('newApp')
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    props.onSubmit()
  }
  return (
    <Page>
      <PageHeader title={props.title ?? t('title')} description={props.hint} />
      <WaysIn />
      <form
        onSubmit={submit}
        noValidate
        className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]"
      >
        <div className="grid grid-cols-1 gap-6">{props.children}</div>
        <aside className="grid gap-2 lg:sticky lg:top-18">
          <h2 className="text-sm font-semibold">{t('command')}</h2>
          <p className="text-xs text-muted">{props.commandHint ?? t('commandHint')}</p>
          {props.command}
        </aside>
      </form>
    </Page>
  )
}
