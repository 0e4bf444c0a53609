'use client'

import { PageHeader } from '@berth/ui/page-header.tsx'
import { useTranslations } from 'next-intl'
import { CliHint } from '../cli-hint.tsx'
import { Page } from '../page.tsx'
import { OwnKeys } from '../ssh-keys/own-keys.tsx'
import { AppearancePanel } from './appearance-panel.tsx'
import { PasswordPanel } from './password-panel.tsx'
import { ProfilePanel } from './profile-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'

export function Account() {
  const t = useTranslations('account')
  return (
    <Page>
      <PageHeader title={t('title')} />
      <div className="grid max-w-3xl gap-6">
        <ProfilePanel />
        <AppearancePanel />
        <PasswordPanel />
        <OwnKeys />
        <SessionsPanel />
      </div>
      <CliHint command="berth whoami" />
    </Page>
  )
}
