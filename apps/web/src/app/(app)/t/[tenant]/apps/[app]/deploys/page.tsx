import { Deploys } from '../../../../../../../components/app/deploys/deploys.tsx'

export default function DeploysPage() {
  return <Deploys />
}
