// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

/**
 * The language in which Ciresan, Meier and Schmidhuber write networks (CVPR 2012, section 3), with
 * the few suffixes that strided, padded, grouped and table-connected convolutions need.
 *
 * <pre>
 * net         = input , { dash , layer } , dash , layer ;
 * input       = number , x , number , x , number      (* maps x height x width *)
 *             | number ;                              (* a vector: 841 *)
 * layer       = convolution | pooling | full ;
 * convolution = number , "C" , extent , { option } ;  (* maps C kernel *)
 * option      = "/" , extent                          (* stride = skipping factor + 1 *)
 *             | "p" , extent                          (* zero padding on each side *)
 *             | "g" , number                          (* groups *)
 *             | "t" , number , [ "#" , number ] ;     (* random table: fan-in, seed *)
 * pooling     = [ number ] , ( "MP" | "AP" ) , extent , [ "/" , extent ] , [ "c" | "f" ] ;
 * full        = number , "N" | number ;               (* units *)
 * extent      = number , [ x , number ] ;             (* side, or height x width *)
 * number      = digit , { digit } ;
 * x           = "x" | "×" ;
 * dash        = "-" ;                                 (* also the dashes a PDF gives: ‐ ‑ – − *)
 * </pre>
 *
 * <p>Blanks and tabs may stand at both ends and around a dash; upper and lower case mean the same.
 *
 * <ul>
 *   <li>Options may come in any order, each once.
 *   <li>Convolutions are valid (no padding) with stride 1 unless an option says otherwise.
 *   <li>Pooling windows do not overlap unless a stride is given. Where windows do not tile the
 *       input, pooling <em>rounds up</em>: the last window is clipped at the border. The papers
 *       need that (the CIFAR-10 net of CVPR 2012 goes 30-15-14-7-5-3-2-1, from 5 to 3). {@code f}
 *       asks for rounding down instead, {@code c} states the default. {@link NetSpec#notes()} says
 *       which layers round.
 *   <li>The number of maps before a pooling layer ({@code 150MP2}, as some papers print) must be
 *       that of the layer below.
 *   <li>Layers of bare numbers are for nets which are so throughout: {@code 841-1000-500-10}.
 *   <li>The papers' table notation {@code 20M} gives no kernel size, so no net can be built from
 *       it; the error names the nets of the zoo that stand for those rows.
 * </ul>
 *
 * <p>Options, average-pooling and rectangular extents are extensions of this project; everything
 * else is as printed in the papers. {@code LRN}, {@code DO}, {@code BN} are reserved.
 */
public final class NetString {

  /** Longest net string accepted, in characters. */
  public static final int MAX_LENGTH = 100_000;

  private NetString() {}

  /**
   * Reads a net string.
   *
   * @throws NotationException if it is not one, if a layer does not fit its input, or if a layer
   *     exceeds 2^31 - 1 activations or weights
   */
  public static NetSpec parse(String text) {
    return new NotationParser(text, false).parse();
  }

  /** The canonical string of a net; {@link #parse} gives an equal net back. */
  public static String print(NetSpec net) {
    return net.toString();
  }
}
