'use client'

import { Button } from '@berth/ui/button.tsx'
import { PageHeader } from '@berth/ui/page-header.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTenant } from '../../session/use-tenant.ts'
import { CliHint } from '../cli-hint.tsx'
import { Page } from '../page.tsx'
import { ImageQuota } from './image-quota.tsx'
import { ProtectionPanel } from './protection-panel.tsx'
import { PrunePanel } from './prune-panel.tsx'
import { RetentionPanel } from './retention-panel.tsx'

/** What a tenant decides about all of its images. */
export function ImageSettings() {
  const t = useTranslations('imageRules')
  const images = useTranslations('images')
  const tenant = useTenant()
  const back = (
    <Button asChild size="sm">
      <Link href={`/t/${tenant}/images`}>
        <ArrowLeft aria-hidden />
        {images('title')}
      </Link>
    </Button>
  )
  return (
    <Page>
      <PageHeader title={t('title')} description={t('hint')} actions={back} />
      <Panel>
        <ImageQuota />
      </Panel>
      <ProtectionPanel />
      <RetentionPanel />
      <PrunePanel />
      <CliHint command="berth images rules" />
    </Page>
  )
}
