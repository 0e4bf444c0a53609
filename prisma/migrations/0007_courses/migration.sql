-- AlterTable
ALTER TABLE "App" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'app';

-- AlterTable
ALTER TABLE "Build" ADD COLUMN     "ownApp" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "ssh" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "Container" ADD COLUMN     "attempt" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "fullLevel" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "network" TEXT,
ADD COLUMN     "sandboxId" TEXT;

-- AlterTable
ALTER TABLE "Domain" ADD COLUMN     "heldUntil" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "logSince" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Node" ADD COLUMN     "fullLevel" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "env" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "secrets" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "Release" ADD COLUMN     "sharedEnv" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "sharedSecrets" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "Secret" ADD COLUMN     "projectId" TEXT,
ALTER COLUMN "appId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Tenant" ADD COLUMN     "sandboxCpu" DOUBLE PRECISION NOT NULL DEFAULT 100,
ADD COLUMN     "sandboxDisk" BIGINT NOT NULL DEFAULT 549755813888,
ADD COLUMN     "sandboxMemory" BIGINT NOT NULL DEFAULT 68719476736,
ADD COLUMN     "sandboxResets" INTEGER NOT NULL DEFAULT 8,
ADD COLUMN     "sandboxStarts" INTEGER NOT NULL DEFAULT 12,
ADD COLUMN     "sandboxes" INTEGER NOT NULL DEFAULT 200;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "guest" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Volume" ADD COLUMN     "attempt" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "dueAt" TIMESTAMP(3),
ADD COLUMN     "every" TEXT,
ADD COLUMN     "fullLevel" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "keep" INTEGER NOT NULL DEFAULT 7,
ADD COLUMN     "sandboxId" TEXT;

-- CreateTable
CREATE TABLE "Course" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "startsAt" TIMESTAMP(3),
    "endsAt" TIMESTAMP(3),
    "archivedAt" TIMESTAMP(3),
    "guests" BOOLEAN NOT NULL DEFAULT false,
    "maximum" INTEGER NOT NULL DEFAULT 100,
    "perStudent" INTEGER NOT NULL DEFAULT 1,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Course_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CourseMember" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "courseId" TEXT NOT NULL,
    "userId" TEXT,
    "email" TEXT,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "group" TEXT,
    "externalId" TEXT,
    "tokenHash" TEXT,
    "linkEndedAt" TIMESTAMP(3),
    "inviteId" TEXT,
    "invitedAt" TIMESTAMP(3),
    "mailWantedAt" TIMESTAMP(3),
    "mailWantedBy" TEXT,
    "joinedAt" TIMESTAMP(3),
    "removedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CourseMember_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CourseInvite" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "courseId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3),
    "limit" INTEGER,
    "used" INTEGER NOT NULL DEFAULT 0,
    "revokedAt" TIMESTAMP(3),
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CourseInvite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lab" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "remote" JSONB,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "Lab_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LabVersion" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "labId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "files" JSONB NOT NULL,
    "spec" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'building',
    "failure" TEXT,
    "containers" JSONB NOT NULL DEFAULT '{}',
    "commit" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LabVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CourseLab" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "courseId" TEXT NOT NULL,
    "labId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "opensAt" TIMESTAMP(3),
    "closesAt" TIMESTAMP(3),
    "startAllAt" TIMESTAMP(3),
    "startedAllAt" TIMESTAMP(3),
    "reserved" INTEGER NOT NULL DEFAULT 0,
    "initial" INTEGER NOT NULL DEFAULT 0,
    "warmFrom" TIMESTAMP(3),
    "warmUntil" TIMESTAMP(3),
    "capacity" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CourseLab_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Sandbox" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "labId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "courseId" TEXT,
    "courseLabId" TEXT,
    "memberId" TEXT,
    "userId" TEXT,
    "kind" TEXT NOT NULL DEFAULT 'lesson',
    "copyOf" TEXT,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "reason" JSONB,
    "wanted" TEXT NOT NULL DEFAULT 'running',
    "wantedBy" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "nodeId" TEXT,
    "requestedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimedAt" TIMESTAMP(3),
    "setupAt" TIMESTAMP(3),
    "readyAt" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3),
    "deadlineAt" TIMESTAMP(3),
    "extensions" INTEGER NOT NULL DEFAULT 0,
    "activeAt" TIMESTAMP(3),
    "seenAt" TIMESTAMP(3),
    "busySince" TIMESTAMP(3),
    "throttledAt" TIMESTAMP(3),
    "frozenAt" TIMESTAMP(3),
    "stoppedAt" TIMESTAMP(3),
    "archivedAt" TIMESTAMP(3),
    "noticedAt" TIMESTAMP(3),
    "mailedAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),
    "cleanupAt" TIMESTAMP(3),
    "cleanedAt" TIMESTAMP(3),
    "dueAt" TIMESTAMP(3),
    "trouble" TEXT,
    "handAt" TIMESTAMP(3),
    "handNote" TEXT,
    "handTakenBy" TEXT,
    "driverId" TEXT,
    "doorKey" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
    "driveAskedBy" TEXT,
    "driveAskedAt" TIMESTAMP(3),
    "checksAsked" INTEGER NOT NULL DEFAULT 0,
    "checksSince" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Sandbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SandboxTerminal" (
    "tenantId" TEXT NOT NULL,
    "sandboxId" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "container" TEXT NOT NULL,
    "containerId" TEXT NOT NULL,
    "execId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "SandboxTerminal_pkey" PRIMARY KEY ("sandboxId","attempt","number")
);

-- CreateTable
CREATE TABLE "CheckResult" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sandboxId" TEXT NOT NULL,
    "memberId" TEXT,
    "labId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "output" TEXT NOT NULL DEFAULT '',
    "by" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CheckResult_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SandboxEvent" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sandboxId" TEXT NOT NULL,
    "courseId" TEXT,
    "type" TEXT NOT NULL,
    "by" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SandboxEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Broadcast" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "courseId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "openUntil" TIMESTAMP(3),
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Broadcast_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BroadcastResult" (
    "tenantId" TEXT NOT NULL,
    "broadcastId" TEXT NOT NULL,
    "sandboxId" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "code" INTEGER,
    "error" TEXT,
    "how" TEXT NOT NULL DEFAULT 'ask',
    "path" TEXT,
    "mtime" DOUBLE PRECISION,
    "begunAt" TIMESTAMP(3),
    "output" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMP(3),

    CONSTRAINT "BroadcastResult_pkey" PRIMARY KEY ("broadcastId","sandboxId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Course_tenantId_name_key" ON "Course"("tenantId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "CourseMember_tokenHash_key" ON "CourseMember"("tokenHash");

-- CreateIndex
CREATE INDEX "CourseMember_userId_idx" ON "CourseMember"("userId");

-- CreateIndex
CREATE INDEX "CourseMember_tenantId_invitedAt_idx" ON "CourseMember"("tenantId", "invitedAt");

-- CreateIndex
CREATE INDEX "CourseMember_mailWantedAt_idx" ON "CourseMember"("mailWantedAt");

-- CreateIndex
CREATE UNIQUE INDEX "CourseMember_courseId_userId_key" ON "CourseMember"("courseId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "CourseMember_courseId_email_key" ON "CourseMember"("courseId", "email");

-- CreateIndex
CREATE UNIQUE INDEX "CourseInvite_code_key" ON "CourseInvite"("code");

-- CreateIndex
CREATE INDEX "CourseInvite_courseId_idx" ON "CourseInvite"("courseId");

-- CreateIndex
CREATE INDEX "CourseInvite_tenantId_idx" ON "CourseInvite"("tenantId");

-- CreateIndex
CREATE UNIQUE INDEX "Lab_appId_key" ON "Lab"("appId");

-- CreateIndex
CREATE INDEX "Lab_tenantId_idx" ON "Lab"("tenantId");

-- CreateIndex
CREATE INDEX "LabVersion_tenantId_idx" ON "LabVersion"("tenantId");

-- CreateIndex
CREATE INDEX "LabVersion_state_idx" ON "LabVersion"("state");

-- CreateIndex
CREATE UNIQUE INDEX "LabVersion_labId_number_key" ON "LabVersion"("labId", "number");

-- CreateIndex
CREATE INDEX "CourseLab_labId_idx" ON "CourseLab"("labId");

-- CreateIndex
CREATE INDEX "CourseLab_tenantId_idx" ON "CourseLab"("tenantId");

-- CreateIndex
CREATE UNIQUE INDEX "CourseLab_courseId_labId_key" ON "CourseLab"("courseId", "labId");

-- CreateIndex
CREATE INDEX "Sandbox_tenantId_state_idx" ON "Sandbox"("tenantId", "state");

-- CreateIndex
CREATE INDEX "Sandbox_courseId_state_idx" ON "Sandbox"("courseId", "state");

-- CreateIndex
CREATE INDEX "Sandbox_courseLabId_state_idx" ON "Sandbox"("courseLabId", "state");

-- CreateIndex
CREATE INDEX "Sandbox_userId_idx" ON "Sandbox"("userId");

-- CreateIndex
CREATE INDEX "Sandbox_state_requestedAt_idx" ON "Sandbox"("state", "requestedAt");

-- CreateIndex
CREATE INDEX "Sandbox_state_dueAt_idx" ON "Sandbox"("state", "dueAt");

-- CreateIndex
CREATE INDEX "CheckResult_sandboxId_name_at_idx" ON "CheckResult"("sandboxId", "name", "at");

-- CreateIndex
CREATE INDEX "CheckResult_memberId_labId_idx" ON "CheckResult"("memberId", "labId");

-- CreateIndex
CREATE INDEX "CheckResult_tenantId_idx" ON "CheckResult"("tenantId");

-- CreateIndex
CREATE UNIQUE INDEX "SandboxEvent_seq_key" ON "SandboxEvent"("seq");

-- CreateIndex
CREATE INDEX "SandboxEvent_sandboxId_seq_idx" ON "SandboxEvent"("sandboxId", "seq");

-- CreateIndex
CREATE INDEX "SandboxEvent_courseId_seq_idx" ON "SandboxEvent"("courseId", "seq");

-- CreateIndex
CREATE INDEX "SandboxEvent_tenantId_idx" ON "SandboxEvent"("tenantId");

-- CreateIndex
CREATE INDEX "Broadcast_courseId_createdAt_idx" ON "Broadcast"("courseId", "createdAt");

-- CreateIndex
CREATE INDEX "Broadcast_openUntil_idx" ON "Broadcast"("openUntil");

-- CreateIndex
CREATE INDEX "Broadcast_tenantId_idx" ON "Broadcast"("tenantId");

-- CreateIndex
CREATE INDEX "BroadcastResult_sandboxId_state_idx" ON "BroadcastResult"("sandboxId", "state");

-- CreateIndex
CREATE INDEX "Container_sandboxId_idx" ON "Container"("sandboxId");

-- CreateIndex
CREATE UNIQUE INDEX "Secret_projectId_name_key" ON "Secret"("projectId", "name");

-- CreateIndex
CREATE INDEX "Volume_sandboxId_idx" ON "Volume"("sandboxId");

-- AddForeignKey
ALTER TABLE "Container" ADD CONSTRAINT "Container_sandboxId_fkey" FOREIGN KEY ("sandboxId") REFERENCES "Sandbox"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Secret" ADD CONSTRAINT "Secret_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Volume" ADD CONSTRAINT "Volume_sandboxId_fkey" FOREIGN KEY ("sandboxId") REFERENCES "Sandbox"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Course" ADD CONSTRAINT "Course_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseMember" ADD CONSTRAINT "CourseMember_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseMember" ADD CONSTRAINT "CourseMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseInvite" ADD CONSTRAINT "CourseInvite_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lab" ADD CONSTRAINT "Lab_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lab" ADD CONSTRAINT "Lab_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LabVersion" ADD CONSTRAINT "LabVersion_labId_fkey" FOREIGN KEY ("labId") REFERENCES "Lab"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseLab" ADD CONSTRAINT "CourseLab_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseLab" ADD CONSTRAINT "CourseLab_labId_fkey" FOREIGN KEY ("labId") REFERENCES "Lab"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sandbox" ADD CONSTRAINT "Sandbox_labId_fkey" FOREIGN KEY ("labId") REFERENCES "Lab"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sandbox" ADD CONSTRAINT "Sandbox_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "LabVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sandbox" ADD CONSTRAINT "Sandbox_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sandbox" ADD CONSTRAINT "Sandbox_courseLabId_fkey" FOREIGN KEY ("courseLabId") REFERENCES "CourseLab"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sandbox" ADD CONSTRAINT "Sandbox_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "CourseMember"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sandbox" ADD CONSTRAINT "Sandbox_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sandbox" ADD CONSTRAINT "Sandbox_nodeId_fkey" FOREIGN KEY ("nodeId") REFERENCES "Node"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SandboxTerminal" ADD CONSTRAINT "SandboxTerminal_sandboxId_fkey" FOREIGN KEY ("sandboxId") REFERENCES "Sandbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CheckResult" ADD CONSTRAINT "CheckResult_sandboxId_fkey" FOREIGN KEY ("sandboxId") REFERENCES "Sandbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CheckResult" ADD CONSTRAINT "CheckResult_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "CourseMember"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SandboxEvent" ADD CONSTRAINT "SandboxEvent_sandboxId_fkey" FOREIGN KEY ("sandboxId") REFERENCES "Sandbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Broadcast" ADD CONSTRAINT "Broadcast_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BroadcastResult" ADD CONSTRAINT "BroadcastResult_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "Broadcast"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BroadcastResult" ADD CONSTRAINT "BroadcastResult_sandboxId_fkey" FOREIGN KEY ("sandboxId") REFERENCES "Sandbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;
