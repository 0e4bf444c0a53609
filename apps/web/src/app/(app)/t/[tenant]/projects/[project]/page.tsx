import type { Metadata } from 'next'
import { Project } from '../../../../../../components/projects/project.tsx'

type Props = { params: Promise<{ project: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).project }
}

export default async function ProjectPage({ params }: Props) {
  return <Project name={(await params).project} />
}
