'use client'

import { isName, RESERVED_NAMES } from '@berth/core/name.ts'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../session/use-tenant.ts'
import { PushCommands } from '../git/push-commands.tsx'
import { WaysIn } from '../new-app/ways-in.tsx'
import { Page } from '../page.tsx'

/** The first push makes the app: what to type for it. */
export function NewPush() {
  const t = useTranslations('newPush')
  const newApp = useTranslations('newApp')
  const common = useTranslations('common')
  const tenant = useTenant()
  const [name, setName] = useState('')
  const isGood = isName(name) && !RESERVED_NAMES.includes(name)
  return (
    <Page>
      <PageHeader title={newApp('title')} description={t('hint')} />
      <WaysIn />
      <Panel title={newApp('app')}>
        <Field
          label={newApp('name')}
          hint={common('nameHint')}
          error={name === '' || isGood ? undefined : newApp('nameBad')}
          className="max-w-sm"
        >
          <Input
            autoComplete="off"
            spellCheck={false}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      </Panel>
      <Panel title={t('commands')} description={t('commandsHint')} bodyClassName="grid gap-4 p-4">
        <PushCommands tenant={tenant} app={isGood ? name : 'APP'} branch="main" />
      </Panel>
    </Page>
  )
}
