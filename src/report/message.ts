import type { Style } from './style.js'

/** `result` is what was asked for (standard output); the rest is diagnostics (standard error). */
export type Level = 'result' | 'info' | 'progress' | 'warning' | 'error'

/** A kind of message: its stable code (`AREA_I1000`; I information, W warning, E error), its level, and its words. */
export interface MessageKind<Payload> {
  readonly code: string
  readonly level: Level
  /** A piece of a line that goes on with the next message of this kind. @default false */
  readonly partial?: boolean
  readonly text: (payload: Payload, style: Style) => string
}

/** One message as a renderer gets it. */
export interface Message {
  readonly code: string
  readonly level: Level
  readonly partial: boolean
  readonly payload: unknown
  readonly text: (style: Style) => string
}

/** What a verb hands back at its end: a value for programs, words for people. */
export interface Document {
  readonly value: unknown
  readonly text: (style: Style) => string
}

/** Shows messages in one way: on a terminal, as lines of JSON, or hardly at all. */
export interface Renderer {
  message(message: Message): void
  document(document: Document): void
  /** Shows that something takes its time. */
  busy(title: string): Busy
}

/** Something that takes its time, as it is shown. */
export interface Busy {
  /** How much of it is done, from 0 to 1, and what that is in words. */
  readonly progress: (fraction: number, detail: string) => void
  readonly end: () => void
}

/** Where nothing is shown. */
export const SILENT: Busy = { progress: () => undefined, end: () => undefined }
