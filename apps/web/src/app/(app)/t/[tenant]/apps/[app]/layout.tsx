import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { AppPageFrame } from '../../../../../../components/app/app-page-frame.tsx'

type Props = { params: Promise<{ app: string }> }

/** Pages below say what they show of the app; the overview is the app itself. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { app } = await params
  return { title: { default: app, template: `%s · ${app} · Berth` } }
}

export default function AppPageLayout({ children }: { children: ReactNode }) {
  return <AppPageFrame>{children}</AppPageFrame>
}
