// A crafted capture's whole conversation: what the stitching tests ask of.
import type { Conversation, Message } from '../../src/stitch/conversation.ts';
import { openBytes } from '../../src/capture/byte-source.ts';
